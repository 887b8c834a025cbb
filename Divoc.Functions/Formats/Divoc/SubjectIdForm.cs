namespace Divoc.Functions.Formats.Divoc;

/// <summary>How a person's identity is written in the credential.</summary>
public enum SubjectIdForm
{
    /// <summary>As it was sent, by DIVOC's rule.</summary>
    AsGiven,

    /// <summary>
    /// Only its last characters, with the kind of document if DIVOC's keywords name one: <c>did:example:Passport:XXXX4321</c>.
    /// </summary>
    Masked,

    /// <summary>HMAC-SHA-256 with a secret of the settings: <c>did:example:sha256:…</c>.</summary>
    Hashed,
}
