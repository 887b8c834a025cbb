namespace Divoc.Functions.Triggers.Api;

/// <summary>A group of functions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">What they have in common.</param>
internal sealed record ApiGroup(string Name, string Text)
{
    public static ApiGroup Certify { get; } = new("Certify", "From a health event to an accepted request, and what has become of it.");

    public static ApiGroup Certificates { get; } = new("Certificates", "What was issued: credential, QR code, page, history.");

    public static ApiGroup Changes { get; } = new("Changes", "Revoke, suspend, reinstate and erase certificates.");

    public static ApiGroup Verify { get; } = new("Verify", "What a presented certificate is worth. For everybody, without a key.");

    public static ApiGroup Published { get; } = new("Published", "What the issuer publishes for everybody, without a key.");

    public static ApiGroup Divoc { get; } = new("DIVOC's paths", "For clients that were written for DIVOC.");

    public static ApiGroup Operations { get; } = new("Operations", "For operators, with their key.");

    public static ApiGroup Health { get; } = new("Health", "For whoever watches the service, without a key.");
}
