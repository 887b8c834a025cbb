using System.Runtime.InteropServices;
using Divoc.Functions.Hosting;

namespace Divoc.Functions.Commands.Service;

/// <summary>What all commands share: how they end.</summary>
internal static class CommandRun
{
    /// <summary>It is done.</summary>
    public const int Done = 0;

    /// <summary>It can't be done, or what was checked is not in order.</summary>
    public const int Failed = 1;

    /// <summary>It was stopped by Ctrl+C or SIGTERM; shells use the same number.</summary>
    public const int Stopped = 130;

    /// <summary>Runs a command until it ends or is stopped; an error is shown in one line.</summary>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> run)
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, stop));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, stop));
        try
        {
            return await run(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Stopped;
        }
        catch (Exception refused) when (refused is CommandException or ServiceRefusalException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
        }
        catch (HttpRequestException fault)
        {
            await Console.Error.WriteLineAsync($"The server can't be reached: {fault.Message}");
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException { InnerException: null })
        {
            await Console.Error.WriteLineAsync($"A file can't be read or written: {fault.Message}");
        }
        catch (Exception fault) when (StartupFailure.Describe(fault) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
        }

        return Failed;
    }

    private static void End(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
