using System.Text.Json.Nodes;

namespace Divoc.Functions.Formats;

/// <summary>
/// Revocation lists of a format's own verifiers, beside the list that the service signs. Each format with such lists registers one;
/// <see cref="ICredentialFormat.RevocationNamesOf"/> gives their entries.
/// </summary>
public interface IRevocationForm
{
    /// <summary>The name of the lists in URLs: lower-case letters, digits and hyphens, unique, never changed.</summary>
    string Name { get; }

    /// <summary>The kinds of lists, as in URLs.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>Writes a list, split into parts as the verifiers' systems require.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="names">The names of the certificates in the list, distinct and in ordinal order.</param>
    /// <param name="now">The time (UTC).</param>
    IReadOnlyList<JsonObject> BatchesOf(string kind, IReadOnlyList<string> names, DateTimeOffset now);
}

/// <summary>The name of a certificate in a format's own revocation list.</summary>
/// <param name="Form">The name of the <see cref="IRevocationForm"/>.</param>
/// <param name="Kind">The kind of list.</param>
/// <param name="Name">The name in the list: visible ASCII characters, at most 64.</param>
public readonly record struct RevocationName(string Form, string Kind, string Name);
