namespace Divoc.Functions.LinkedData;

/// <summary>Error codes of this library beyond those of JSON-LD 1.1 API section 9.6.</summary>
public static class LinkedDataError
{
    /// <summary>Safe mode: a member that no context defines, or that the algorithm ignores.</summary>
    public const string DroppedProperty = "dropped property";

    /// <summary>Safe mode: a value that would not become RDF: null, empty array, free-floating value.</summary>
    public const string DroppedValue = "dropped value";

    /// <summary>Safe mode: an id, type or other reference that is not an absolute IRI.</summary>
    public const string RelativeIri = "relative IRI";

    /// <summary>An object with two members with the same name.</summary>
    public const string DuplicateMember = "duplicate member";

    /// <summary>Text with a lone surrogate, or bytes that are not UTF-8.</summary>
    public const string InvalidText = "invalid text";

    /// <summary>Deeper, larger or more than the options allow.</summary>
    public const string LimitExceeded = "limit exceeded";

    /// <summary>Canonicalisation would take more work than allowed: the graph is malicious.</summary>
    public const string WorkExceeded = "work exceeded";

    /// <summary>JSON that RFC 8785 can't express: a number beyond double.</summary>
    public const string InvalidJson = "invalid JSON";

    /// <summary>A proof that is malformed, or has another suite, algorithm or key type than required.</summary>
    public const string InvalidProof = "invalid proof";
}
