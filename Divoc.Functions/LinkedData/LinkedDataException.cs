namespace Divoc.Functions.LinkedData;

/// <summary>A document, a context or a dataset that can't be processed. The message names the place, never a value.</summary>
/// <param name="code">
/// Stable; the error code of JSON-LD 1.1 API section 9.6 if there is one, else one of <see cref="LinkedDataError"/>.
/// </param>
/// <param name="place">
/// The place: a JSON Pointer (RFC 6901) into the document, a context and its term, a line or a byte; empty for the whole.
/// </param>
/// <param name="message">One sentence.</param>
/// <param name="innerException">The cause.</param>
public sealed class LinkedDataException(string code, string place, string message, Exception? innerException = null)
    : Exception(place.Length == 0 ? $"{code}: {message}" : $"{code} at {place}: {message}", innerException)
{
    /// <summary>The stable error code.</summary>
    public string Code { get; } = code;

    /// <summary>JSON Pointer into the document, a context and its term, a line or a byte; empty for the whole.</summary>
    public string Place { get; } = place;
}
