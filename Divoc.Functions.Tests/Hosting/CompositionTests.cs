using System.Reflection;
using Divoc.Functions.Hosting;
using Divoc.Functions.Hosting.Embedded;
using Divoc.Functions.Messaging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Hosting;

public sealed class CompositionTests
{
    [Fact]
    public async Task Every_function_can_be_made_from_the_services_of_the_embedded_host()
    {
        var types = typeof(EmbeddedHost).Assembly.GetExportedTypes()
            .Where(type => type.GetMethods().Any(method => method.IsDefined(typeof(FunctionAttribute))))
            .ToList();
        Assert.NotEmpty(types);
        await using var host = await TestHost.StartAsync();
        foreach (var type in types)
        {
            await using var scope = host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentDelivery>().Delivery = new NoDelivery();
            Assert.NotNull(ActivatorUtilities.CreateInstance(scope.ServiceProvider, type));
        }
    }

    [Fact]
    public async Task No_service_of_a_scope_is_kept_by_one_of_the_process()
    {
        await using var host = await TestHost.StartAsync(null, "--environment", "Development");
        Assert.All(QueueNames.All, queue => Assert.NotNull(host.Services.GetRequiredKeyedService<IEventQueue>(queue.Name)));
    }

    private sealed class NoDelivery : IDelivery
    {
        public int Attempt => 1;

        public int Outages => 0;

        public Task RetryAsync(TimeSpan delay, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RetryAfterOutageAsync(TimeSpan delay, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task PostponeAsync(TimeSpan delay, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetAsideAsync(string reason, string description, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
