using Spectre.Console;

namespace Divoc.Functions.Commands.Service;

/// <summary>
/// Shows the progress of a command: a bar on a terminal, plain lines elsewhere. Both go to the error stream, so that the output has only
/// the result.
/// </summary>
internal static class CommandProgress
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Runs work that reports what is done.</summary>
    /// <param name="what">What is counted.</param>
    /// <param name="most">The total; null if it is not known.</param>
    /// <param name="work">The work; it calls its argument with the amount that is done.</param>
    public static Task<T> RunAsync<T>(string what, int? most, Func<Action<int>, Task<T>> work)
    {
        return Console.IsErrorRedirected
            ? RunPlainAsync(what, most, work, Console.Error, TimeProvider.System)
            : RunOnTerminalAsync(what, most, work);
    }

    /// <summary>Shows the progress in lines, at most one in five seconds.</summary>
    internal static async Task<T> RunPlainAsync<T>(
        string what, int? most, Func<Action<int>, Task<T>> work, TextWriter output, TimeProvider time)
    {
        var shownAt = time.GetTimestamp();
        return await work(done =>
        {
            if (time.GetElapsedTime(shownAt) >= BetweenLines)
            {
                shownAt = time.GetTimestamp();
                output.WriteLine(LineOf(what, done, most));
            }
        });
    }

    private static string LineOf(string what, int done, int? most) => most is null ? $"{what}: {done}" : $"{what}: {done} of {most}";

    private static Task<T> RunOnTerminalAsync<T>(string what, int? most, Func<Action<int>, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true).StartAsync(context =>
        {
            var task = context.AddTask(what, maxValue: most ?? 1);
            task.IsIndeterminate = most is null;
            return work(done =>
            {
                task.Value = most is null ? 0 : done;
                task.Description = LineOf(what, done, most);
            });
        });
    }
}
