namespace Divoc.Functions.Formats.Divoc;

/// <summary>The person a credential is about.</summary>
public sealed record CredentialSubject
{
    /// <summary>Always <c>Person</c>.</summary>
    public string Type { get; init; } = "Person";

    /// <summary>An absolute IRI, see <see cref="SubjectId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The preEnrollmentCode.</summary>
    public required string RefId { get; init; }

    /// <summary>Full name.</summary>
    public required string Name { get; init; }

    /// <summary>Gender, or empty.</summary>
    public required string Gender { get; init; }

    /// <summary>Age in years as text, or empty; null (not written) for a test, whose context has no such term.</summary>
    public string? Age { get; init; }

    /// <summary>Nationality, or empty.</summary>
    public required string Nationality { get; init; }

    /// <summary>Home address.</summary>
    public required CredentialAddress Address { get; init; }

    /// <summary>
    /// Date of birth as <c>YYYY-MM-DD</c> (only the known part, if the kind allows it), or empty; null (not written) for <c>/v1</c>, whose
    /// context has no such term.
    /// </summary>
    public string? Dob { get; init; }
}
