namespace Divoc.Functions.Rendering.Templates;

/// <summary>Templates or label files can't be used.</summary>
/// <param name="problems">All problems.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class TemplateException(IReadOnlyList<TemplateProblem> problems, Exception? innerException = null)
    : Exception(string.Join(" ", problems), innerException)
{
    public IReadOnlyList<TemplateProblem> Problems { get; } = problems;
}

/// <summary>A problem in a template or label file.</summary>
/// <param name="File">Its path, or the name of a built-in one.</param>
/// <param name="Pointer">JSON Pointer (RFC 6901) of the place; empty for the whole file.</param>
/// <param name="Message">The problem.</param>
public sealed record TemplateProblem(string File, string Pointer, string Message)
{
    public override string ToString() => Pointer.Length == 0 ? $"{File}: {Message}" : $"{File} at {Pointer}: {Message}";
}
