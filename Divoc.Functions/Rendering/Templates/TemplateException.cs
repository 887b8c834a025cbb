namespace Divoc.Functions.Rendering.Templates;

/// <summary>Templates or label files can't be used.</summary>
/// <param name="problems">All that was found.</param>
/// <param name="innerException">What was met, if anything.</param>
public sealed class TemplateException(IReadOnlyList<TemplateProblem> problems, Exception? innerException = null)
    : Exception(string.Join(" ", problems), innerException)
{
    /// <summary>All that was found.</summary>
    public IReadOnlyList<TemplateProblem> Problems { get; } = problems;
}
