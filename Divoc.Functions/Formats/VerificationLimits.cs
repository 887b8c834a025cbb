namespace Divoc.Functions.Formats;

/// <summary>Bounds on what is verified. Honest certificates come nowhere near them.</summary>
public static class VerificationLimits
{
    /// <summary>Largest payload, and largest archive in it: 1 MiB.</summary>
    public const int PayloadBytes = 1024 * 1024;

    /// <summary>Largest PDF or picture, and largest web form: 8 MiB, as phones make pictures.</summary>
    public const int FileBytes = 8 * 1024 * 1024;

    /// <summary>Largest credential, unpacked: 64 KiB.</summary>
    public const int CredentialBytes = 64 * 1024;

    /// <summary>Deepest nesting of a credential.</summary>
    public const int Depth = 32;

    /// <summary>Most reasons that are listed.</summary>
    public const int Reasons = 20;
}
