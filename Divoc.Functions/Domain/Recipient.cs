namespace Divoc.Functions.Domain;

/// <summary>The person who was vaccinated or tested.</summary>
public sealed record Recipient
{
    /// <summary>Full name as it is printed.</summary>
    public required string Name { get; init; }

    /// <summary>Family name alone; null if the partner sent none.</summary>
    public string? FamilyName { get; init; }

    /// <summary>Given names alone; null if the partner sent none.</summary>
    public string? GivenName { get; init; }

    /// <summary>Date of birth, as far as it is known; null if only the age is known.</summary>
    public BirthDate? Dob { get; init; }

    /// <summary>Age in whole years as text, as the caller sent it; null if absent.</summary>
    public string? Age { get; init; }

    /// <summary>Free text.</summary>
    public string? Gender { get; init; }

    /// <summary>Free text.</summary>
    public string? Nationality { get; init; }

    /// <summary>A personal identifier, ideally an absolute IRI.</summary>
    public required string Identity { get; init; }

    /// <summary>
    /// <c>tel:</c> and <c>mailto:</c> addresses, at least one; never in the credential, and null once the certificate is issued.
    /// </summary>
    public IReadOnlyList<string>? Contact { get; init; }

    /// <summary>Home address.</summary>
    public PostalAddress? Address { get; init; }
}

/// <summary>A vaccinator or verifier.</summary>
public sealed record NamedPerson
{
    /// <summary>Full name.</summary>
    public required string Name { get; init; }
}
