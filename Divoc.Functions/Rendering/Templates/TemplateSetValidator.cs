using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>Refuses at start templates that can't be used, and names the problems and files.</summary>
public sealed class TemplateSetValidator(IOptions<PageLanguageOptions> languages, PageKinds kinds, FontLibrary fonts)
    : IValidateOptions<TemplateOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TemplateOptions options)
    {
        try
        {
            var problems = TemplateSet.Load(options.Templates, languages.Value, kinds).WithoutRoom(fonts);
            return problems.Count == 0 ? ValidateOptionsResult.Success : Fail(problems);
        }
        catch (TemplateException exception)
        {
            return Fail(exception.Problems);
        }
    }

    private static ValidateOptionsResult Fail(IEnumerable<TemplateProblem> problems)
    {
        return ValidateOptionsResult.Fail(problems.Select(problem => $"Divoc:Templates, Divoc:Pdf: {problem}"));
    }
}
