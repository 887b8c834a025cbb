namespace Divoc.Functions.Domain;

/// <summary>
/// The limits of a certify body. They protect the service and apply to unknown members and <c>meta</c> too. Characters are Unicode code
/// points.
/// </summary>
public static class IntakeLimits
{
    /// <summary>Bytes of a body: 5 MiB. More is answered with 413.</summary>
    public const int BodyBytes = 5 * 1024 * 1024;

    /// <summary>Elements of the array.</summary>
    public const int Elements = 1_000;

    /// <summary>Characters of a string or a member name.</summary>
    public const int TextCharacters = 1_000;

    /// <summary>Entries of <c>recipient.contact</c>.</summary>
    public const int Contacts = 10;

    /// <summary>Bytes of <c>meta</c> as it is sent: 32 KiB.</summary>
    public const int MetaBytes = 32 * 1024;

    /// <summary>Levels of <c>meta</c>, itself included.</summary>
    public const int MetaLevels = 16;

    /// <summary>Levels of the whole document, the array included.</summary>
    public const int DocumentLevels = 32;

    /// <summary>Characters of a preEnrollmentCode.</summary>
    public const int PreEnrollmentCodeCharacters = 64;

    /// <summary>The highest age in years; a higher one is a typing error.</summary>
    public const int AgeYears = 150;

    /// <summary>
    /// Bytes of an event as JSON in a queue message: 160 KiB. The rest of a message is limited too, to about 60 KiB, and a queue accepts
    /// 256 KiB for both (<see cref="Messaging.QueueLimits.MaxMessageBytes"/>): so an event within this limit can be queued.
    /// </summary>
    public const int EventBytes = 160 * 1024;

    /// <summary>Validation errors and warnings that one answer lists; a last one says that there are more.</summary>
    public const int ListedFaults = 10_000;

    /// <summary>How far a caller's clock may be ahead of the service's clock.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
}
