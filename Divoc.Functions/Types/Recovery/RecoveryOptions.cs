using System.ComponentModel.DataAnnotations;

namespace Divoc.Functions.Types.Recovery;

/// <summary>
/// The validity of a certificate of recovery, if its event does not give it. The defaults are those of Regulation (EU) 2021/953, article 7
/// and annex, point 3.
/// </summary>
public sealed class RecoveryOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Divoc:Recovery";

    /// <summary>
    /// On which day after the first positive test a certificate of recovery becomes valid, if the event does not say so. The EU issues none
    /// before the default.
    /// </summary>
    [Range(0, 365)]
    public int ValidFromDays { get; set; } = 11;

    /// <summary>
    /// On which day after the first positive test its validity ends, if the event does not say so; not before <see cref="ValidFromDays"/>.
    /// The default is the most that the EU allows.
    /// </summary>
    [Range(1, 3650)]
    public int ValidUntilDays { get; set; } = 180;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ValidUntilDays < ValidFromDays)
        {
            yield return new ValidationResult(
                $"{SectionName}:{nameof(ValidUntilDays)} must not be less than {SectionName}:{nameof(ValidFromDays)}.",
                [nameof(ValidUntilDays)]);
        }
    }
}
