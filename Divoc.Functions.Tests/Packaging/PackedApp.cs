using System.Text.RegularExpressions;

namespace Divoc.Functions.Tests.Packaging;

/// <summary>
/// The app packed once for all tests, by the very command of azure.yaml, as far as the package feed allows: without the host's Service Bus
/// extension.
/// </summary>
public sealed partial class PackedApp : IAsyncLifetime
{
    private readonly SourceCopy source = new();

    /// <summary>The command by which <c>azd</c> has the app packed.</summary>
    public static string Command { get; } = Commands().Single();

    internal SourceCopy Source => source;

    /// <summary>Why it could not be packed here although nothing is wrong with it; null when it was packed.</summary>
    private string? Unreachable { get; set; }

    private int ExitCode { get; set; }

    private string Told { get; set; } = "";

    public async ValueTask InitializeAsync()
    {
        (ExitCode, Told) = await source.RunAsync(Command, ("PackServiceBusExtension", "false"));
        Unreachable = Told.Contains("NU1301", StringComparison.Ordinal) ? "the package feed could not be reached" : null;
    }

    /// <summary>The path of a packed file; the running test is skipped where the feed can't be reached.</summary>
    public string PathOf(params string[] parts)
    {
        Assert.SkipWhen(Unreachable is not null, $"{Unreachable}");
        Assert.True(ExitCode == 0, Told);
        return source.PathOf(["artifacts", "certificates", .. parts]);
    }

    public ValueTask DisposeAsync()
    {
        source.Dispose();
        return ValueTask.CompletedTask;
    }

    private static IEnumerable<string> Commands()
    {
        var azure = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "azure.yaml"));
        return RunLine().Matches(azure).Select(match => match.Groups[1].Value).Distinct();
    }

    [GeneratedRegex(@"^ +run: (dotnet publish .*)$", RegexOptions.Multiline)]
    private static partial Regex RunLine();
}
