namespace Divoc.Functions.Rendering.Pdf;

/// <summary>Refuses licences that do not exist.</summary>
internal sealed class QuestPdfOptionsValidator : IValidateOptions<QuestPdfOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, QuestPdfOptions options)
    {
        return options.QuestPdfLicense.Length == 0 || QuestPdfOptions.Licenses.Contains(options.QuestPdfLicense)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{QuestPdfOptions.SectionName}:{nameof(QuestPdfOptions.QuestPdfLicense)} must be one of {string.Join(", ", QuestPdfOptions.Licenses)}.");
    }
}
