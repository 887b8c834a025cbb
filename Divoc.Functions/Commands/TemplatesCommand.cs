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
    /// <summary>The command and its subcommands.</summary>
    public static Command Create() => new("templates", "What is done with templates of pages.") { CreateCheck(), PreviewCommand.Create() };

    private static Command CreateCheck()
    {
        var files = new Argument<string[]>("TEMPLATE.json") { Description = "Template files; the label files beside them are read too.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("check", "Says what is wrong with templates. Ends with 0 when nothing is, with 1 when one can't be used or its page would not hold a certificate.") { files };
        command.SetAction(parsed => CommandRun.RunAsync(_ => RunAsync(parsed, parsed.GetRequiredValue(files))));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string[] files)
    {
        var configuration = ServiceAccess.Read(ProgramCommand.SettingsOf(parsed));
        await using var services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton<IConfiguration>(configuration).AddDivoc(configuration).BuildServiceProvider();
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
            var templates = TemplateSet.LoadFile(file, services.GetRequiredService<IOptions<PageLanguageOptions>>().Value, services.GetRequiredService<PageKinds>());
            return templates.Overfull(services.GetRequiredService<FontLibrary>());
        }
        catch (TemplateException exception)
        {
            return exception.Problems;
        }
    }
}
