using Divoc.Functions.Types;

namespace Divoc.Functions.Hosting.Preview;

/// <summary>What is to be previewed.</summary>
/// <param name="Template">The template file.</param>
/// <param name="Data">A certify request.</param>
/// <param name="Picture">Where the PNG goes; the PDF lies beside it.</param>
/// <param name="Shape">The endpoint that the request is for; null for that of the template's kind.</param>
/// <param name="Language">Language of the page; null for that of the settings.</param>
/// <param name="SecondLanguage">Language beside it; null for that of the settings.</param>
/// <param name="Watches">Whether to render again at each save.</param>
internal sealed record PreviewArguments(string Template, string Data, string Picture, CertificateShape? Shape, string? Language, string? SecondLanguage, bool Watches)
{
    /// <summary>How the command is used.</summary>
    public const string Usage =
        "Usage: preview TEMPLATE.json --data REQUEST.json [--out page.png] [--as v1|v3|test] [--language CODE] [--second-language CODE] [--watch]";

    private static readonly Dictionary<string, CertificateShape> Shapes = new()
    {
        ["v1"] = CertificateShape.VaccinationV1,
        ["v3"] = CertificateShape.VaccinationV3,
        ["test"] = CertificateShape.Test,
    };

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

        var shape = values.GetValueOrDefault("--as");
        problem = problem.Length > 0 ? problem
            : !values.ContainsKey("template") ? "The template file is missing."
            : !values.ContainsKey("--data") ? "--data is missing: a certify request, such as samples/certify-v1.json."
            : shape is not null && !Shapes.ContainsKey(shape) ? $"--as must be {string.Join(", ", Shapes.Keys)}."
            : !values.GetValueOrDefault("--out", ".png").EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? "--out must end with .png; the PDF is written beside it."
            : "";
        return problem.Length > 0 ? null : new PreviewArguments(
            values["template"],
            values["--data"],
            values.GetValueOrDefault("--out", "page.png"),
            shape is null ? null : Shapes[shape],
            values.GetValueOrDefault("--language"),
            values.GetValueOrDefault("--second-language"),
            values.ContainsKey("--watch"));
    }
}
