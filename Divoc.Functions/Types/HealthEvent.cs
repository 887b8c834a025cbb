using System.Text.Json;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>
/// One accepted element of a certify request: a vaccination or a test of one person. Every member is within the bounds of the validation,
/// and serialises under DIVOC's member names (specification 01, section 2). Absent optional members are null.
/// </summary>
public sealed record HealthEvent
{
    /// <summary>The person's code in the partner's system, 1 to 64 characters.</summary>
    public required string PreEnrollmentCode { get; init; }

    /// <summary>How the person enrolled, such as <c>WALK_IN</c>; carried, without effect.</summary>
    public string? EnrollmentType { get; init; }

    /// <summary>The programme the event belongs to.</summary>
    public string? ProgramId { get; init; }

    /// <summary>Known conditions of the person; never in the credential.</summary>
    public IReadOnlyList<string>? Comorbidities { get; init; }

    /// <summary>The person.</summary>
    public required Recipient Recipient { get; init; }

    /// <summary>The vaccination; null for a test.</summary>
    public Vaccination? Vaccination { get; init; }

    /// <summary>Who vaccinated; null when unknown and for a test.</summary>
    public NamedPerson? Vaccinator { get; init; }

    /// <summary>The test; null for a vaccination.</summary>
    public TestDetails? TestDetails { get; init; }

    /// <summary>Who answers for the test; null when unknown and for a vaccination.</summary>
    public NamedPerson? Verifier { get; init; }

    /// <summary>Where it happened.</summary>
    public required Facility Facility { get; init; }

    /// <summary>Free facts of the partner for the printed page; an object, or null. Never signed.</summary>
    public JsonElement? Meta { get; init; }
}
