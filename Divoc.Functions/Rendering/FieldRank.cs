namespace Divoc.Functions.Rendering;

/// <summary>How much a fact matters.</summary>
internal enum FieldRank
{
    /// <summary>May be cut, with an ellipsis, when nothing else helps; the QR code holds it whole.</summary>
    Secondary,

    /// <summary>What the certificate is about: larger, and the last to be cut.</summary>
    Primary,
}
