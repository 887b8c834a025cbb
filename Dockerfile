# The certificate service as a container, without Azure Functions (embedded host): see docs/containers.md.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0.401@sha256:2fa828c68761b1b8c23d7662dc134421b9d3b59fe1425fdbc80804e390cdb24d AS build
ARG TARGETARCH=amd64
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig host.json THIRD-PARTY-NOTICES.md ./
COPY docs/partners.md docs/
COPY Divoc.Functions/ Divoc.Functions/
RUN dotnet publish Divoc.Functions --configuration Release --runtime "linux-$(echo "$TARGETARCH" | sed s/amd64/x64/)" --no-self-contained \
    --output /app -p:FunctionsPackaging=false -p:RestoreLockedMode=true

FROM mcr.microsoft.com/dotnet/aspnet:10.0.12@sha256:6a94333d37514e385650a3c81a55e5350b67253dbe136e9cf17e499c35606a8c
# Data, keys and the lock are in /data, which the user of the program owns. The rest of the file system may be read-only.
RUN mkdir --mode=0700 /data && chown "$APP_UID" /data
VOLUME /data
WORKDIR /app
COPY --from=build /app ./
# 64 MiB of new objects between two garbage collections. Left alone, the runtime goes by the processor's cache, whose size many virtual
# machines hide: there it collects after each 5 MiB, and all threads stand still for 8 % of the time under full load.
ENV ASPNETCORE_URLS=http://0.0.0.0:8080 \
    ASPNETCORE_HTTP_PORTS= \
    Divoc__Http__HealthUrl=http://0.0.0.0:8081 \
    Divoc__DataDirectory=/data \
    DOTNET_EnableDiagnostics=0 \
    DOTNET_GCgen0size=0x4000000
EXPOSE 8080 8081
USER $APP_UID
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8081 && printf 'GET /health/live HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["dotnet", "Divoc.Functions.dll"]
