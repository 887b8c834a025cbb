using Microsoft.Azure.Functions.Worker;

namespace Divoc.Functions.Tests.Hosting;

/// <summary>What a <see cref="TimerProbe"/> does.</summary>
public sealed record TimerScript(Func<TimerInfo, CancellationToken, Task> Run);
