namespace Divoc.Functions.Formats;

/// <summary>Why a format can never write some events; callers get it with 422.</summary>
/// <param name="Code">
/// A stable code in upper case, such as <c>QR_TOO_LARGE</c>. Formats may share a code if what callers must do is the same.
/// </param>
/// <param name="Cause">A sentence that says what is wrong, without personal data.</param>
/// <param name="Cure">A sentence that says what to do.</param>
public sealed record FormatRefusal(string Code, string Cause, string Cure)
{
    /// <summary>The event was issued by a version of the program that stored no codes.</summary>
    public static FormatRefusal NoCodes { get; } = new(
        "CODES_NOT_KEPT",
        "The certificate was issued before the codes of its event were kept.",
        "Correct the event with an update that changes something: the new certificate has the codes.");

    /// <summary>Nothing is signed whose validity ends before it begins.</summary>
    public static FormatRefusal Over { get; } = new(
        "VALIDITY_OVER",
        "The certificate's last day is over.",
        "If the day is wrong, correct the event. The certificate can still be fetched as it was issued.");

    /// <summary>The exception that the format throws.</summary>
    internal EventFailedException ToException() => new(Code, $"{Cause} {Cure}");
}
