using System.Text.Json;

namespace Divoc.Functions.Formats;

/// <summary>
/// Sentences for reasons, from one JSON file that programs in other languages can read too. A format registers one for its own reasons.
/// </summary>
/// <param name="File">The file's name, for messages.</param>
/// <param name="Sentences">
/// An object whose members are named by <see cref="VerificationReason.Sentence"/>: each is an object of languages and sentences.
/// </param>
public sealed record SentenceSource(string File, JsonElement Sentences)
{
    private const string Member = "sentences";

    /// <summary>The member <c>sentences</c> of an embedded file.</summary>
    /// <param name="neighbour">A class in the file's folder.</param>
    /// <param name="file">The file's name.</param>
    /// <exception cref="ArgumentException">There is no such file, or it has no sentences.</exception>
    public static SentenceSource Embedded(Type neighbour, string file)
    {
        using var stream = neighbour.Assembly.GetManifestResourceStream(neighbour, file)
            ?? throw new ArgumentException($"The file '{file}' is not embedded beside {neighbour.Name}.", nameof(file));
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.TryGetProperty(Member, out var sentences)
            ? new SentenceSource(file, sentences.Clone())
            : throw new ArgumentException($"The file '{file}' has no member '{Member}'.", nameof(file));
    }
}
