using System.CommandLine;
using Divoc.Functions.Commands.Preview;
using Divoc.Functions.Commands.Service;
using Divoc.Functions.Hosting;
using Divoc.Functions.Rendering.Pdf.Layout;
using Divoc.Functions.Rendering.Templates;

namespace Divoc.Functions.Commands;

/// <summary>The commands for templates.</summary>
internal static class TemplatesCommand
{
    /// <summary>The command with its own below it.</summary>
    public static Command Create() => new("templates", "Checks and previews templates of pages.")
    {
        CreateCheck(),
        PreviewCommand.Create(),
    };

    private static Command CreateCheck()
    {
        var files = new Argument<string[]>("TEMPLATE.json")
        {
            Description = "Template files; the label files beside them are read too.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("check", "Says what is wrong with templates. Exit code 0: nothing is wrong. Exit code 1: a template "
            + "can't be used, or a certificate does not fit on its page.") { files };
        command.SetAction(parsed => CommandRun.RunAsync(_ => RunAsync(parsed, parsed.GetRequiredValue(files))));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string[] files)
    {
        var configuration = ServiceAccess.Read(ProgramCommand.SettingsOf(parsed));
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSingleton<IConfiguration>(configuration)
            .AddDivoc(configuration)
            .BuildServiceProvider();
        var areRight = true;
        foreach (var file in files)
        {
            var problems = ProblemsOf(file, services);
            areRight &= problems.Count == 0;
            foreach (var problem in problems)
            {
                await Console.Error.WriteLineAsync(problem.ToString());
            }

            if (problems.Count == 0)
            {
                await Console.Out.WriteLineAsync($"{file}: nothing is wrong.");
            }
        }

        return areRight ? CommandRun.Done : CommandRun.Failed;
    }

    private static IReadOnlyList<TemplateProblem> ProblemsOf(string file, IServiceProvider services)
    {
        try
        {
            var templates = TemplateSet.LoadFile(
                file, services.GetRequiredService<IOptions<PageLanguageOptions>>().Value, services.GetRequiredService<PageKinds>());
            return templates.WithoutRoom(services.GetRequiredService<FontLibrary>());
        }
        catch (TemplateException exception)
        {
            return exception.Problems;
        }
    }
}
