namespace Divoc.Functions.Tests.Faults;

/// <summary>What a call of a port does, which decides how it may end.</summary>
internal enum CallKind
{
    /// <summary>Changes nothing.</summary>
    Read,

    /// <summary>A conditional write of the store, which may meet its own work when its answer was lost.</summary>
    ConditionalWrite,

    /// <summary>A write of the store without condition.</summary>
    Write,

    /// <summary>Sends messages.</summary>
    Send,

    /// <summary>Says what becomes of a received message.</summary>
    Settle,

    /// <summary>Asks the key for a signature.</summary>
    Sign,

    /// <summary>A subscriber takes an entry of a ledger.</summary>
    Take,
}
