namespace Divoc.Functions.Tests.Hosting;

/// <summary>The embedded host.</summary>
internal sealed class KillableEmbeddedProgram : IKillableProgram
{
    private readonly TemporaryFolder folder = new();
    private volatile ProgramProcess process = null!;

    private KillableEmbeddedProgram()
    {
    }

    public Uri Address => process.BaseAddress;

    public static async Task<IKillableProgram> StartAsync(IReadOnlyDictionary<string, string> environment)
    {
        var program = new KillableEmbeddedProgram();
        program.process = await ProgramProcess.StartAsync(program.folder.Path, environment: environment);
        return program;
    }

    public Task KillAsync() => process.KillAsync();

    public async Task StartAgainAsync()
    {
        var next = await process.StartAgainAsync();
        await process.DisposeAsync();
        process = next;
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }
}
