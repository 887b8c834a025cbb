using System.Diagnostics;
using System.Text;

namespace Divoc.Functions.Tests.Hosting.AzureFunctions;

/// <summary>
/// The built program as a process of its own, started as the Functions host starts a worker. Disposing kills what still runs.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    /// <summary>Settings of the developer's shell must not reach the program under test.</summary>
    private static readonly string[] HiddenPrefixes =
        ["Divoc", "ASPNETCORE", "DOTNET_ENVIRONMENT", "AZURE_", "ServiceBus", "APPLICATIONINSIGHTS", "FUNCTIONS_"];

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private WorkerProcess(Process process)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    public static string ProgramFolder => AppContext.BaseDirectory;

    public int Id => process.Id;

    public static WorkerProcess Start(string hostAddress, IReadOnlyDictionary<string, string> environment)
    {
        var info = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = ProgramFolder,
        };
        foreach (var argument in Arguments(new Uri(hostAddress)))
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var name in info.Environment.Keys
            .Where(name => HiddenPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .ToList())
        {
            info.Environment.Remove(name);
        }

        info.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = ProgramFolder;
        info.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return new WorkerProcess(Process.Start(info)!);
    }

    /// <summary>SIGKILL: the process has no say. Returns when it is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Waits for the end. Returns the exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    /// <summary>All that it wrote, once it has ended.</summary>
    public async Task<string> ReadAsync() => new StringBuilder(await output).Append(await errors).ToString();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    /// <summary>The host gives each in an older and a newer form.</summary>
    private static IEnumerable<string> Arguments(Uri host)
    {
        const string length = "2147483647";
        var (worker, request) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        return
        [
            Path.Combine(ProgramFolder, "Divoc.Functions.dll"),
            "--host", host.Host, "--port", $"{host.Port}", "--workerId", worker, "--requestId", request, "--grpcMaxMessageLength", length,
            "--functions-uri", host.AbsoluteUri, "--functions-worker-id", worker, "--functions-request-id", request,
            "--functions-grpc-max-message-length", length,
        ];
    }
}
