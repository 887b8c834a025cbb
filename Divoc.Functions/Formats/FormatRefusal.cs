namespace Divoc.Functions.Formats;

/// <summary>Why a format can never write some events; what callers are answered with 422.</summary>
/// <param name="Code">A stable word in upper case, such as <c>QR_TOO_LARGE</c>.</param>
/// <param name="Cause">A sentence that says what is wrong, without personal data.</param>
/// <param name="Cure">A sentence that says what to do.</param>
public sealed record FormatRefusal(string Code, string Cause, string Cure)
{
    /// <summary>What the format throws.</summary>
    internal EventFailedException ToException() => new(Code, $"{Cause} {Cure}");
}
