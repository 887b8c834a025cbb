namespace Divoc.Functions.Rendering.Templates;

/// <summary>What is wrong with a template or label file.</summary>
/// <param name="File">Its path, or the name of a built-in one.</param>
/// <param name="Pointer">JSON Pointer (RFC 6901) of the place; empty for the whole file.</param>
/// <param name="Message">What is wrong there.</param>
public sealed record TemplateProblem(string File, string Pointer, string Message)
{
    /// <summary>One line.</summary>
    public override string ToString() => Pointer.Length == 0 ? $"{File}: {Message}" : $"{File} at {Pointer}: {Message}";
}
