namespace Divoc.Functions.Tests.Hosting;

/// <summary>The program as a process of its own, in either mode, that can be killed and comes back on what is left.</summary>
internal interface IKillableProgram : IAsyncDisposable
{
    /// <summary>Where it answers; each start has another one.</summary>
    Uri Address { get; }

    /// <summary>SIGKILL: the process has no say. Returns when it is gone.</summary>
    Task KillAsync();

    /// <summary>Starts another one in the place of one that was killed; returns when it serves.</summary>
    Task StartAgainAsync();
}
