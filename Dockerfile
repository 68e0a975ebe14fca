# The API and the command line, for compose.yaml. Neo4j is a container of its own.
FROM python:3.11-slim
WORKDIR /app
COPY requirements/runtime.txt requirements/
RUN pip install --no-cache-dir --require-hashes --requirement requirements/runtime.txt
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
    && useradd --uid 10001 --create-home defgraph \
    && install --directory --owner defgraph /data
USER defgraph
ENV DEFGRAPH_DATA=/data
EXPOSE 8321
ENTRYPOINT ["defgraph"]
CMD ["up"]
