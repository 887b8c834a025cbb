using System.Diagnostics;
using System.Text;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>
/// The program as a process of its own, as a user starts it: on a free port of this machine, on a data directory that outlives it. It can
/// be killed, told to stop, and started again on the same data. Disposing kills what still runs.
/// </summary>
internal sealed class ProgramProcess : IAsyncDisposable
{
    private const string ListeningPrefix = "Listening on ";

    private readonly string dataDirectory;
    private readonly IReadOnlyList<string> args;
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly int? openFiles;
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DataReceivedEventHandler onOutput;
    private readonly DataReceivedEventHandler onError;

    private ProgramProcess(
        string dataDirectory, IReadOnlyList<string> args, IReadOnlyDictionary<string, string> environment, int? openFiles)
    {
        this.openFiles = openFiles;
        this.dataDirectory = dataDirectory;
        this.args = args;
        this.environment = environment;
        onOutput = (_, line) => Take(output, line.Data);
        onError = (_, line) => Take(errors, line.Data);
        process = new Process { StartInfo = StartInfo() };
        process.OutputDataReceived += onOutput;
        process.ErrorDataReceived += onError;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The process id.</summary>
    public int Id => process.Id;

    /// <summary>Where it listens; known once <see cref="StartAsync"/> has returned.</summary>
    public Uri BaseAddress => listening.Task.Result;

    /// <summary>What it has written to stdout so far.</summary>
    public string StandardOutput => Read(output);

    /// <summary>What it has written to stderr so far.</summary>
    public string StandardError => Read(errors);

    /// <summary>Starts the program and waits until it listens.</summary>
    /// <param name="dataDirectory">Where its data lie.</param>
    /// <param name="args">The command line.</param>
    /// <param name="environment">Variables beside those of this process.</param>
    /// <param name="openFiles">
    /// How many files and connections it may have open, as <c>ulimit -n</c> sets it; null for as many as this process.
    /// </param>
    public static async Task<ProgramProcess> StartAsync(
        string dataDirectory, IReadOnlyList<string>? args = null, IReadOnlyDictionary<string, string>? environment = null,
        int? openFiles = null)
    {
        var program = Launch(dataDirectory, args, environment, openFiles);
        await Task.WhenAny(
            program.listening.Task,
            program.process.WaitForExitAsync(TestContext.Current.CancellationToken),
            Task.Delay(Eventually.Limit, TestContext.Current.CancellationToken));
        if (program.listening.Task.IsCompletedSuccessfully)
        {
            return program;
        }

        var told = $"the program did not start: {program.StandardOutput}{program.StandardError}";
        await program.DisposeAsync();
        throw new InvalidOperationException(told);
    }

    /// <summary>Starts the program without waiting, for starts that are to fail.</summary>
    public static ProgramProcess Launch(
        string dataDirectory, IReadOnlyList<string>? args = null, IReadOnlyDictionary<string, string>? environment = null,
        int? openFiles = null)
    {
        return new ProgramProcess(dataDirectory, args ?? [], environment ?? new Dictionary<string, string>(), openFiles);
    }

    /// <summary>Starts it again with the same settings on the same data; this one must have ended.</summary>
    public Task<ProgramProcess> StartAgainAsync() => StartAsync(dataDirectory, args, environment, openFiles);

    /// <summary>SIGKILL: the process has no say. Returns when it is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>SIGTERM: asks the process to stop.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    /// <summary>SIGINT: what Ctrl+C sends.</summary>
    public Task InterruptAsync() => SignalAsync("INT");

    /// <summary>Waits for the end. Returns the exit code; all output has been read by then.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.OutputDataReceived -= onOutput;
        process.ErrorDataReceived -= onError;
        process.Dispose();
    }

    private async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private ProcessStartInfo StartInfo()
    {
        // A shell that runs the tests in the background hands down an ignored Ctrl+C, which the program would inherit.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        if (openFiles is { } most)
        {
            command = ["bash", "-c", $"ulimit -n {most} && exec \"$@\"", "bash", .. command];
        }

        var info = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Divoc.Functions.dll"));

        // Settings of the developer's shell must not reach the program under test.
        foreach (var name in info.Environment.Keys.Where(
            name => name.StartsWith("Divoc", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("ASPNETCORE", StringComparison.OrdinalIgnoreCase))
            .ToList())
        {
            info.Environment.Remove(name);
        }

        info.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        info.Environment["Divoc__DataDirectory"] = dataDirectory;
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        foreach (var argument in args)
        {
            info.ArgumentList.Add(argument);
        }

        return info;
    }

    private void Take(StringBuilder into, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (into)
        {
            into.AppendLine(line);
        }

        if (into == output && line.StartsWith(ListeningPrefix, StringComparison.Ordinal))
        {
            var first = line[ListeningPrefix.Length..].Split(' ')[0];
            listening.TrySetResult(new Uri(
                first.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal)));
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
