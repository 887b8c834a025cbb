namespace Divoc.Functions.Commands.Preview;

/// <summary>What is to be previewed.</summary>
/// <param name="Template">The template file.</param>
/// <param name="Data">A certify request.</param>
/// <param name="Picture">Where the PNG is written; the PDF is written beside it.</param>
/// <param name="Shape">The shape of the request; null for the first one of the template's kind.</param>
/// <param name="Language">Language of the page; null for the one in the settings.</param>
/// <param name="SecondLanguage">Second language; null for the one in the settings.</param>
/// <param name="Watches">Whether to render again at each save.</param>
internal sealed record PreviewArguments(
    string Template, string Data, string Picture, string? Shape, string? Language, string? SecondLanguage, bool Watches)
{
    /// <summary>Where the PDF is written.</summary>
    public string Pdf => Path.ChangeExtension(Picture, ".pdf");
}
