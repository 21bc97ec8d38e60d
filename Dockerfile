# The image of the service. Two stages on one base: the first installs into a virtual environment, the second only carries it.
ARG BASE_IMAGE=python:3.11-slim

FROM ${BASE_IMAGE} AS build
# Where packages come from, for networks with a mirror; empty, pip's own defaults hold.
ARG PIP_INDEX_URL=""
ARG PIP_EXTRA_INDEX_URL=""
ARG PIP_TRUSTED_HOST=""
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
RUN python3 -m venv /opt/zonebrief
WORKDIR /source
# Dependencies first: this layer changes only when the pins do.
COPY pyproject.toml constraints.txt ./
RUN python3 -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" >needed.txt \
    && /opt/zonebrief/bin/pip install -c constraints.txt -r needed.txt
COPY . .
# The last line saves 200 MB: chromadb asks for the one for its cloud servers and for the other for its default model; here neither runs.
RUN /opt/zonebrief/bin/pip install --no-deps . \
    && /opt/zonebrief/bin/pip check \
    && /opt/zonebrief/bin/pip uninstall -y kubernetes onnxruntime pip

FROM ${BASE_IMAGE}
# Chinese glyphs for pages and charts rendered inside the container. Debian keeps only the newest build, so a pinned version would soon fail.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-wqy-zenhei \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 10001 -g 10001 /data
COPY --from=build /opt/zonebrief /opt/zonebrief
ENV PATH=/opt/zonebrief/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    ZONEBRIEF_DATA=/data
VOLUME /data
WORKDIR /data
# A number, so that a cluster can see that it is not root.
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=4)"]
ENTRYPOINT ["zonebrief"]
# Outside its own loopback the server wants ZONEBRIEF_API_KEYS; without keys it stops and says so.
CMD ["serve", "--host", "0.0.0.0"]
