using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Hosting.Preview;

/// <summary>Renders a template with a sample request, for whoever designs it. Nothing is stored, queued or published.</summary>
internal static class PreviewCommand
{
    /// <summary>The word that begins the command.</summary>
    public const string Name = "preview";

    private const int Done = 0;
    private const int Failed = 1;
    private const int Misused = 2;
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(300);

    /// <summary>Runs the command.</summary>
    /// <returns>0 when the page was rendered; 1 when template, data or settings can't be used; 2 when the command line can't.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (PreviewArguments.Parse(args[1..], out var problem) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"{problem} {PreviewArguments.Usage}");
            return Misused;
        }

        await using var services = Services();
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        return arguments.Watches ? await WatchAsync(arguments, services, stop.Token) : await RenderAsync(arguments, services, stop.Token);
    }

    /// <summary>Renders at once and again whenever one of the files is saved, until Ctrl+C.</summary>
    private static async Task<int> WatchAsync(PreviewArguments arguments, IServiceProvider services, CancellationToken stop)
    {
        var before = "";
        while (!stop.IsCancellationRequested)
        {
            if (StateOf(arguments) is var state && state != before)
            {
                before = state;
                await RenderAsync(arguments, services, stop);
            }

            await Task.Delay(WatchInterval, CancellationToken.None);
        }

        return Done;
    }

    private static async Task<int> RenderAsync(PreviewArguments arguments, IServiceProvider services, CancellationToken stop)
    {
        try
        {
            var problems = await new PreviewPage(services).RenderAsync(arguments, stop);
            await Console.Out.WriteLineAsync($"Wrote {arguments.Picture} and {arguments.Pdf}.");
            await TellAsync(problems);
            return problems.Count == 0 ? Done : Failed;
        }
        catch (TemplateException exception)
        {
            await TellAsync(exception.Problems);
        }
        catch (Exception exception) when (exception is RenderingException or EventFailedException)
        {
            await Console.Error.WriteLineAsync($"{arguments.Data}: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
        }
        catch (Exception exception) when (StartupFailure.Describe(exception) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
        }

        return Failed;
    }

    private static async Task TellAsync(IReadOnlyList<TemplateProblem> problems)
    {
        foreach (var problem in problems)
        {
            await Console.Error.WriteLineAsync(problem.ToString());
        }
    }

    /// <summary>Times and lengths of the files that the page depends on.</summary>
    private static string StateOf(PreviewArguments arguments)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Path.GetFullPath(arguments.Template))!);
        var besides = folder.Exists ? folder.GetFiles("*.labels.json").Concat(folder.GetFiles("*.ttf")) : [];
        return string.Join('|', besides.Append(new FileInfo(arguments.Template)).Append(new FileInfo(arguments.Data))
            .Select(file => file.Exists ? $"{file.LastWriteTimeUtc.Ticks} {file.Length}" : "-"));
    }

    private static ServiceProvider Services()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton<IConfiguration>(configuration).AddDivoc(configuration);
        services.AddSingleton<ISigningKeys, PreviewSigningKeys>();
        return services.BuildServiceProvider();
    }
}
