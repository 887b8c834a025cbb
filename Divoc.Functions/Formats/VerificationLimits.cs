namespace Divoc.Functions.Formats;

/// <summary>Limits of what is verified. Real certificates are far below them.</summary>
public static class VerificationLimits
{
    /// <summary>Largest payload, and largest archive in it: 1 MiB.</summary>
    public const int PayloadBytes = 1024 * 1024;

    /// <summary>Largest PDF or picture, and largest web form: 8 MiB, enough for pictures from phones.</summary>
    public const int FileBytes = 8 * 1024 * 1024;

    /// <summary>Largest credential, unpacked: 64 KiB.</summary>
    public const int CredentialBytes = 64 * 1024;

    /// <summary>Deepest nesting of a credential.</summary>
    public const int Depth = 32;

    /// <summary>The maximum of listed reasons.</summary>
    public const int Reasons = 20;
}
