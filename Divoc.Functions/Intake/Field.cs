using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>One row of the field table: a member of an array element, its type, who asks for it, and its bounds.</summary>
/// <param name="Path">Member names from the element down, joined by dots; DIVOC's messages name the field so.</param>
/// <param name="Type">What the value must be.</param>
/// <param name="V1">Need of <c>/v1/certify</c>.</param>
/// <param name="V3">Need of <c>/v3/certify</c>.</param>
/// <param name="Test">Need of <c>/v1/test/certify</c>.</param>
internal sealed record Field(string Path, FieldType Type, Need V1, Need V3, Need Test)
{
    /// <summary>Least number of characters of a text, or of each item of a list. An optional text that is empty counts as absent.</summary>
    public int MinLength { get; init; }

    /// <summary>Greatest number of items of a list.</summary>
    public int MaxItems { get; init; }

    /// <summary>The only texts allowed; null for any.</summary>
    public IReadOnlyList<string>? OneOf { get; init; }

    /// <summary>The member's own name, the last part of the path.</summary>
    public string Name { get; } = Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>Whether an endpoint asks for this field.</summary>
    public Need NeedOf(CertificateShape shape) => shape switch
    {
        CertificateShape.VaccinationV1 => V1,
        CertificateShape.VaccinationV3 => V3,
        CertificateShape.Test => Test,
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "There is no such certify endpoint."),
    };
}
