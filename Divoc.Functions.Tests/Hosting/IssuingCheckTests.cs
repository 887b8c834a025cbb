using Divoc.Functions.Hosting;
using Divoc.Functions.Issuing;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Storage;
using Divoc.Functions.Tests.EndToEnd;
using Divoc.Functions.Tests.Hosting.AzureFunctions;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>A program that can make no certificate does not start, so that it accepts no event.</summary>
public sealed class IssuingCheckTests : IDisposable
{
    private const string Refusal = "The program can't make certificates on this machine, so it accepts no events (DllNotFoundException: ";

    /// <summary>Without it no text can be set. SkiaSharp draws logos and previews only.</summary>
    private const string Shaper = "HarfBuzzSharp";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Its libraries are loaded when it is made, or with the first page.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task If_the_PDF_writer_cannot_load_the_start_fails_with_one_line(bool whenMade)
    {
        var refused = await Assert.ThrowsAsync<IssuingImpossibleException>(() => TestHost.StartAsync(
            builder => builder.Services.AddSingleton<IPdfWriter>(_ => whenMade ? throw Unloadable() : new UnloadableWriter())));

        var line = StartupFailure.Describe(refused)!;
        Assert.StartsWith($"{Refusal}no libPdf): ", line, StringComparison.Ordinal);
        Assert.Contains("install it again with all its files", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    /// <summary>The program as an operator starts it, on a machine without a native library.</summary>
    [Fact]
    [Trait("Kind", "Slow")]
    public async Task Without_a_native_library_the_program_does_not_start()
    {
        await using var program = ProgramProcess.Launch(folder.PathOf("data"), [], Without(Shaper));

        Assert.Equal(1, await program.WaitForExitAsync());
        Assert.StartsWith(
            Refusal, Assert.Single(program.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal("", program.StandardOutput);
    }

    [Fact]
    [Trait("Kind", "Slow")]
    public async Task Without_a_native_library_a_worker_does_not_start()
    {
        var settings = new Dictionary<string, string>(Without(Shaper))
        {
            ["ServiceBus"] = "Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true",
            ["Divoc__Storage__ConnectionString"] = "UseDevelopmentStorage=true",
            ["Divoc__DataDirectory"] = folder.PathOf("data"),
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
        };
        await using var worker = WorkerProcess.Start("http://127.0.0.1:1/", settings);

        Assert.Equal(1, await worker.WaitForExitAsync());
        var line = Assert.Single((await worker.ReadAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"Not started: {Refusal}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trial_issuing_at_start_leaves_nothing_behind()
    {
        await using var host = await TestHost.StartAsync();
        var store = host.Services.GetRequiredService<IArtifactStore>();

        Assert.Empty((await store.ListAsync("certificates", "", 10, null, Token)).Names);
        Assert.Empty((await store.ListAsync("registry", "", 10, null, Token)).Names);
    }

    public void Dispose() => folder.Dispose();

    private static Dictionary<string, string> Without(string library) => new()
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(KillTests).Assembly.Location,
        ["DIVOC_WITHOUT_LIBRARY"] = library,
    };

    private static TypeInitializationException Unloadable() => new("PdfWriter", new DllNotFoundException("no libPdf"));

    private sealed class UnloadableWriter : IPdfWriter
    {
        public RenderedPdf Write(CertificatePage page) => throw Unloadable();
    }
}
