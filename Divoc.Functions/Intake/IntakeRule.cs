namespace Divoc.Functions.Intake;

/// <summary>
/// The rules beyond DIVOC's that may be eased from refusing to warning. The rules that guard the service itself are not among them: bounds,
/// whole doses from 1 to 99, control characters, duplicate members, reserved keys, one event twice, the shape of the preEnrollmentCode.
/// </summary>
public enum IntakeRule
{
    /// <summary>
    /// Date of birth, vaccination, sample and result are not in the future, with five minutes for clocks that differ. For a date of birth
    /// today is the day at the offset of the event's own time. (Without an age, a future date of birth is DIVOC's own fault and always refused.)
    /// </summary>
    FutureDate,

    /// <summary>
    /// Date of birth, day of vaccination, first and last day of validity follow each other or fall together. The day of vaccination is the
    /// calendar day as it is written, at the offset it is written with.
    /// </summary>
    DateOrder,

    /// <summary>A sample is taken before, or when, its result is found.</summary>
    SampleBeforeResult,

    /// <summary>There is at least one contact, and each begins with <c>tel:</c> or <c>mailto:</c>.</summary>
    Contact,

    /// <summary>An age is at most 150 years.</summary>
    AgeRange,
}
