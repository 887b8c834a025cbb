namespace Divoc.Functions.Rendering.Templates;

/// <summary>A file as it was read.</summary>
/// <param name="Path">Where it lies, for messages.</param>
/// <param name="IsTemplate">Whether it is a template; else it holds labels.</param>
/// <param name="Content">Its bytes, at most one beyond the bound.</param>
internal sealed record TemplateFile(string Path, bool IsTemplate, byte[] Content);
