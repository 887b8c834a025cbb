namespace Divoc.Functions.Domain;

/// <summary>
/// How much of everything a certify body may hold. They guard the service and hold for unknown members and <c>meta</c> too. Characters are
/// Unicode code points.
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

    /// <summary>Years of age beyond which an age is a typing error.</summary>
    public const int AgeYears = 150;

    /// <summary>
    /// Bytes of an event as JSON in a queue message: 160 KiB. What a message says besides the event is bounded too, by some 60 KiB, and a queue takes 256 KiB of both
    /// (<see cref="Messaging.QueueLimits.MaxMessageBytes"/>): so an event within this bound can be queued.
    /// </summary>
    public const int EventBytes = 160 * 1024;

    /// <summary>Faults, and warnings, that one answer lists; a last one says that there are more.</summary>
    public const int ListedFaults = 10_000;

    /// <summary>How far ahead of ours a caller's clock may be.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);
}
