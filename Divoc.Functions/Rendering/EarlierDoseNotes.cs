namespace Divoc.Functions.Rendering;

/// <summary>What is said below the table of earlier doses.</summary>
/// <param name="NotInCode">That the QR code does not hold them.</param>
/// <param name="Reported">What the mark of a reported dose means.</param>
/// <param name="More">That there are more, with <see cref="Count"/> for their number.</param>
internal sealed record EarlierDoseNotes(PageText NotInCode, PageText Reported, PageText More)
{
    /// <summary>Stands for the number of doses that are not shown.</summary>
    public const string Count = "{count}";
}
