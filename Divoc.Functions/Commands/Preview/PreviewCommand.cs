using System.CommandLine;
using Divoc.Functions.Formats;
using Divoc.Functions.Hosting;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Commands.Preview;

/// <summary>Renders a template with a sample request, for template designers. Nothing is stored, queued or published.</summary>
internal static class PreviewCommand
{
    private const int Done = 0;
    private const int Failed = 1;
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// The command with its arguments. It ends with 0 when the page was rendered, with 1 when template, data or settings can't be used.
    /// </summary>
    public static Command Create()
    {
        var template = new Argument<string>("TEMPLATE.json") { Description = "The template file." };
        var data = new Option<string>("--data")
        {
            Description = "A certify request, such as samples/certify-v1.json.",
            HelpName = "REQUEST.json",
            Required = true,
        };
        var picture = new Option<string>("--out")
        {
            Description = "The picture to write. The PDF is written beside it.",
            HelpName = "page.png",
            DefaultValueFactory = _ => "page.png",
        };
        var shape = new Option<string?>("--as")
        {
            Description = "The shape of the request. Default: the first shape of the template's kind.",
            HelpName = "SHAPE",
        };
        var language = new Option<string?>("--language")
        {
            Description = "The language of the page. Default: that of the settings.",
            HelpName = "CODE",
        };
        var second = new Option<string?>("--second-language")
        {
            Description = "The second language. Default: that of the settings.",
            HelpName = "CODE",
        };
        var watches = new Option<bool>("--watch") { Description = "Renders again whenever a file is saved, until Ctrl+C." };
        picture.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } path && !path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            {
                result.AddError("--out must end with .png; the PDF is written beside it.");
            }
        });
        var command = new Command("preview", "Renders a template with a sample request, for those who design templates. Nothing is stored "
            + "or published.")
        {
            template, data, picture, shape, language, second, watches,
        };
        command.SetAction(parsed => RunAsync(new PreviewArguments(
            parsed.GetRequiredValue(template),
            parsed.GetRequiredValue(data),
            parsed.GetRequiredValue(picture),
            parsed.GetValue(shape),
            parsed.GetValue(language),
            parsed.GetValue(second),
            parsed.GetValue(watches))));
        return command;
    }

    private static async Task<int> RunAsync(PreviewArguments arguments)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        try
        {
            SettingsCheck.Refuse(configuration, isWorker: false);
        }
        catch (StartupException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return Failed;
        }

        await using var services = Services(configuration);
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

    private static ServiceProvider Services(IConfiguration configuration)
    {
        var services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton(configuration).AddDivoc(configuration);
        services.AddSingleton<ISigningKeys, PreviewSigningKeys>();
        return services.BuildServiceProvider();
    }
}
