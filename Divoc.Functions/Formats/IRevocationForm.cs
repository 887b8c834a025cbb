using System.Text.Json.Nodes;

namespace Divoc.Functions.Formats;

/// <summary>
/// How the verifiers of a format are told of certificates that are not valid, in lists of their own beside the one that the service signs. Each format that has such lists registers one; what stands in them
/// the format says by <see cref="ICredentialFormat.RevocationNamesOf"/>.
/// </summary>
public interface IRevocationForm
{
    /// <summary>The name of the lists in URLs, lower-case letters, digits and hyphens: never changed. Another one than that of each other form.</summary>
    string Name { get; }

    /// <summary>The kinds of lists, as they stand in URLs.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Writes a list, in as many parts as the verifiers' systems take it.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="names">What certificates are called in it, in ordinal order, each once.</param>
    /// <param name="now">The time (UTC).</param>
    IReadOnlyList<JsonObject> BatchesOf(string kind, IReadOnlyList<string> names, DateTimeOffset now);
}

/// <summary>What a certificate is called in a list of revocations that a format has of its own.</summary>
/// <param name="Form">The <see cref="IRevocationForm"/> by its name.</param>
/// <param name="Kind">The kind of list.</param>
/// <param name="Name">What it is called there: visible ASCII characters, at most 64.</param>
public readonly record struct RevocationName(string Form, string Kind, string Name);
