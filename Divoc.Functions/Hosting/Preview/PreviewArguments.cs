namespace Divoc.Functions.Hosting.Preview;

/// <summary>What is to be previewed.</summary>
/// <param name="Template">The template file.</param>
/// <param name="Data">A certify request.</param>
/// <param name="Picture">Where the PNG goes; the PDF lies beside it.</param>
/// <param name="Shape">The shape of the request; null for the first one of the template's kind.</param>
/// <param name="Language">Language of the page; null for that of the settings.</param>
/// <param name="SecondLanguage">Language beside it; null for that of the settings.</param>
/// <param name="Watches">Whether to render again at each save.</param>
internal sealed record PreviewArguments(string Template, string Data, string Picture, string? Shape, string? Language, string? SecondLanguage, bool Watches)
{
    /// <summary>How the command is used.</summary>
    public const string Usage =
        "Usage: preview TEMPLATE.json --data REQUEST.json [--out page.png] [--as SHAPE] [--language CODE] [--second-language CODE] [--watch]";

    /// <summary>Where the PDF goes.</summary>
    public string Pdf => Path.ChangeExtension(Picture, ".pdf");

    /// <summary>Reads a command line after the word <c>preview</c>; null, with what is wrong, when it can't be used.</summary>
    public static PreviewArguments? Parse(IReadOnlyList<string> arguments, out string problem)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        problem = "";
        for (var index = 0; index < arguments.Count && problem.Length == 0; index++)
        {
            var argument = arguments[index];
            var takesValue = argument is "--data" or "--out" or "--as" or "--language" or "--second-language";
            var name = argument.StartsWith("--", StringComparison.Ordinal) ? argument : "template";
            problem = takesValue && index + 1 == arguments.Count ? $"{argument} needs a value."
                : !takesValue && argument != "--watch" && name != "template" ? $"{argument} is not known."
                : !values.TryAdd(name, takesValue ? arguments[++index] : argument) ? $"{(name == "template" ? "A template" : name)} can be given once only."
                : "";
        }

        problem = problem.Length > 0 ? problem
            : !values.ContainsKey("template") ? "The template file is missing."
            : !values.ContainsKey("--data") ? "--data is missing: a certify request, such as samples/certify-v1.json."
            : !values.GetValueOrDefault("--out", ".png").EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? "--out must end with .png; the PDF is written beside it."
            : "";
        return problem.Length > 0 ? null : new PreviewArguments(
            values["template"],
            values["--data"],
            values.GetValueOrDefault("--out", "page.png"),
            values.GetValueOrDefault("--as"),
            values.GetValueOrDefault("--language"),
            values.GetValueOrDefault("--second-language"),
            values.ContainsKey("--watch"));
    }
}
