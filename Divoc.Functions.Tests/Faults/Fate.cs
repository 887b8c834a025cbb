namespace Divoc.Functions.Tests.Faults;

/// <summary>How a call ends.</summary>
internal enum Fate
{
    /// <summary>As it should.</summary>
    Succeed,

    /// <summary>Nothing is done; the port says that it can't be reached.</summary>
    Refuse,

    /// <summary>It is done, and the caller is told that the port can't be reached: a time-out after success.</summary>
    LoseAnswer,

    /// <summary>
    /// It is done, its answer was lost below the port and it was repeated there: the caller is told that somebody was first.
    /// </summary>
    MeetItself,

    /// <summary>Of several messages some are taken; the caller is told that the port can't be reached.</summary>
    BreakOff,

    /// <summary>It is done twice: a queue delivers at least once.</summary>
    Double,

    /// <summary>Nothing is done; the call fails with what no port promises to throw.</summary>
    Fail,

    /// <summary>The program stops before anything is done.</summary>
    StopBefore,

    /// <summary>It is done, and the program stops before the caller hears of it.</summary>
    StopAfter,
}
