namespace Divoc.Functions.Triggers.Api;

/// <summary>A group of functions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">What they have in common.</param>
internal sealed record ApiGroup(string Name, string Text)
{
    public static ApiGroup Certify { get; } = new("Certify", "Certify health events, and ask for the state of a request.");

    public static ApiGroup Certificates { get; } = new("Certificates", "Fetch what was issued: credential, QR code, page, history.");

    public static ApiGroup Changes { get; } = new("Changes", "Revoke, suspend, reinstate and erase certificates.");

    public static ApiGroup Verify { get; } = new("Verify", "Check a presented certificate. Everybody may do this, without a key.");

    public static ApiGroup Published { get; } = new("Published", "What the issuer publishes. Everybody may fetch it, without a key.");

    public static ApiGroup Divoc { get; } = new("DIVOC's paths", "For clients that were written for DIVOC.");

    public static ApiGroup Operations { get; } = new("Operations", "For operators, with an operator's key.");

    public static ApiGroup Health { get; } = new("Health", "For systems that monitor the service, without a key.");
}
