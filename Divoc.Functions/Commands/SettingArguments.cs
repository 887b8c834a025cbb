using System.CommandLine;
using Divoc.Functions.Messaging;

namespace Divoc.Functions.Commands;

/// <summary>
/// Arguments that are settings: <c>--urls</c> and similar ones of ASP.NET Core, and every name in a section that the program or ASP.NET
/// Core reads. The check of all settings decides whether the name exists.
/// </summary>
internal static class SettingArguments
{
    private const string Prefix = "--";

    private static readonly string[] Sections = ["Divoc", ServiceBusQueueOptions.ConnectionSetting, "Logging", "Kestrel"];

    private static readonly (string Name, string Value, string Description)[] Known =
    [
        ("--urls", "URL", "The addresses on which the service listens, separated by semicolons. Default: http://localhost:7071."),
        ("--environment", "NAME", "The environment of ASP.NET Core, such as Development. Default: Production."),
        ("--contentRoot", "FOLDER", "The folder of appsettings.json. Default: the working directory."),
    ];

    /// <summary>
    /// The arguments, with each setting split into its name and its value. Names get their usual spelling, because their case does not
    /// matter.
    /// </summary>
    public static IReadOnlyList<string> Split(IReadOnlyList<string> args) => [.. args.SelectMany(Split)];

    /// <summary>The options of a command line: the known ones, and for each setting one that the help does not show.</summary>
    public static IEnumerable<Option<string?>> Options(IEnumerable<string> args)
    {
        var known = Known.Select(option => new Option<string?>(option.Name) { HelpName = option.Value, Description = option.Description });
        return known.Concat(
            args.Where(IsInSection).Distinct(StringComparer.Ordinal).Select(name => new Option<string?>(name) { Hidden = true }));
    }

    private static string[] Split(string argument)
    {
        var end = argument.IndexOf('=', StringComparison.Ordinal);
        var name = end < 0 ? argument : argument[..end];
        var known = Known.Select(option => option.Name)
            .FirstOrDefault(option => string.Equals(option, name, StringComparison.OrdinalIgnoreCase));
        if (known is null && !IsInSection(name))
        {
            return [argument];
        }

        return end < 0 ? [known ?? name] : [known ?? name, argument[(end + 1)..]];
    }

    private static bool IsInSection(string argument)
    {
        return argument.StartsWith(Prefix, StringComparison.Ordinal)
            && !argument.Contains('=', StringComparison.Ordinal)
            && Sections.Contains(argument[Prefix.Length..].Split(':')[0], StringComparer.OrdinalIgnoreCase);
    }
}
