using Divoc.Functions.Telemetry;

namespace Divoc.Functions.Keys.KeyVault;

/// <summary>
/// Makes the calls to one key, each in its turn by the vault's rate and counted. A call that the vault refuses for its rate was not carried out, so it is made
/// again in its next turn, until the caller's time is up; any other fault is the caller's to judge.
/// </summary>
internal sealed class VaultCalls(VaultThrottle throttle, CertificateMetrics metrics, TimeProvider time)
{
    /// <summary>How long a call would have to wait for its turn.</summary>
    public TimeSpan Wait() => throttle.Wait();

    /// <summary>Makes a call.</summary>
    /// <param name="name">list, get or sign.</param>
    /// <param name="perSecond">How many of its kind the whole vault takes in a second.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<T> MakeAsync<T>(string name, double perSecond, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            await throttle.WaitAsync(perSecond, cancellationToken);
            var began = time.GetTimestamp();
            try
            {
                var answer = await call(cancellationToken);
                metrics.VaultAnswered(name, time.GetElapsedTime(began));
                return answer;
            }
            catch (Exception refusal) when (VaultFault.IsThrottled(refusal, out var retryAfter))
            {
                metrics.VaultThrottled(name);
                throttle.Refuse(retryAfter);
            }
            catch (Exception fault) when (VaultFault.Is(fault) && !cancellationToken.IsCancellationRequested)
            {
                metrics.VaultFailed(name, VaultFault.NameOf(fault));
                if (VaultFault.RetryAfter(fault) is { } pause)
                {
                    throttle.Close(pause);
                }

                throw;
            }
        }
    }
}
