using System.Reflection;

namespace Divoc.Functions.Hosting.Embedded;

/// <summary>
/// A function method with everything that is needed to call it: a new instance of its class from the services of the invocation, and a
/// source for each parameter.
/// </summary>
internal sealed class BoundFunction(string name, MethodInfo method, IReadOnlyList<Func<Invocation, object?>> sources)
{
    private readonly ObjectFactory factory = ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
    private readonly MethodInvoker invoker = MethodInvoker.Create(method);

    /// <summary>The name given by the attribute.</summary>
    public string Name => name;

    /// <summary>Calls the function. Returns its result, null for none. Its exceptions are thrown unchanged.</summary>
    public async Task<object?> CallAsync(IServiceProvider services, Invocation invocation)
    {
        var instance = factory(services, []);
        try
        {
            var arguments = new object?[sources.Count];
            for (var index = 0; index < arguments.Length; index++)
            {
                arguments[index] = sources[index](invocation);
            }

            return await ResultAsync(invoker.Invoke(instance, arguments.AsSpan()));
        }
        finally
        {
            await DisposeAsync(instance);
        }
    }

    private static async Task<object?> ResultAsync(object? returned)
    {
        if (returned is Task<IResult> answer)
        {
            return await answer;
        }

        if (returned is not Task done)
        {
            return returned;
        }

        await done;
        return null;
    }

    private static async ValueTask DisposeAsync(object instance)
    {
        switch (instance)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
            default:
                break;
        }
    }
}
