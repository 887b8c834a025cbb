namespace Divoc.Functions.Formats.Divoc;

/// <summary>How a person's identity stands in the credential.</summary>
public enum SubjectIdForm
{
    /// <summary>As it came, by DIVOC's rule.</summary>
    AsGiven,

    /// <summary>Its last characters only, with the kind of document where DIVOC's keywords name one: <c>did:example:Passport:XXXX4321</c>.</summary>
    Masked,

    /// <summary>HMAC-SHA-256 under a secret of the settings: <c>did:example:sha256:…</c>.</summary>
    Hashed,
}
